"""The AO has processed and checked a course run: its certificates are issued."""
