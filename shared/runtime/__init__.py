"""What makes a Lambda a Lambda: settings, requests and answers over HTTP, logs, and the wiring to AWS."""
