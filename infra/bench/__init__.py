"""What the service costs, as counts and as ratios within one run, so that figures of different machines compare.

    transitions    calls of AWS and write request units of each step of a course run, counted on moto
    start          processor time of starting each API function, against starting a boto3 client alone
    warm           processor time of a request, against the same job as it is commonly written
    report         memory and time of the daily report, over ten times the rows, and of printing it
    documents      time and memory of documents as PDF, of ordinary and of the largest size

`python -m infra.bench` measures all of them; name some to measure only those.
"""
