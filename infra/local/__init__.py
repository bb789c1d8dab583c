"""The local stack: template.yaml deployed on one machine, and served there.

`infra.local.stack.local_stack` is the door for tests, `python -m infra.local` for people.
"""
