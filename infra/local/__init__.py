"""The local stack: template.yaml deployed on one machine, and served there.

`infra.local.stack.local_stack` is the door for tests, `python -m infra.local` for people.

In order of use: `engine` (moto on a port, or ENGINE_URL), `translating` (SAM to CloudFormation),
`deployer` with `creators` (everything made for real, or an exception), `gateway` (HTTP to events and
back), `invoking` (handlers in this process, held to their `permissions`), `dispatcher` (streams,
schedules, retries, failure destinations), `console` (/local), `identity` (Cognito's sign-in pages),
`mailbox_pages`.

Not played: throttling, access logs, alarms, items that expire, and schedules firing by the clock.
Functions share a process, so they share imported modules, and nothing stops one at its timeout.
"""
