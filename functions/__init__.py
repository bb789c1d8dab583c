"""The Lambda functions: each folder holds one, and its handler reads a request, calls one service, and answers."""
