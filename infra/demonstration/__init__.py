"""A demonstration: course runs in every state there is, played through the public HTTP API.

`infra.demonstration.playing.play` plays it on any running stack that has the local console;
`python -m infra.local` does so when it starts. Centres, verifiers and learners are made up. Titles
and numbers of qualifications and units are genuine (see `catalogue`).
"""
