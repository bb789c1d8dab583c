"""The HTTP contract as an OpenAPI 3.1 document, made from the models that read bodies and make answers.

`python -m infra.openapi` writes it to infra/openapi.json, which is committed.
"""
