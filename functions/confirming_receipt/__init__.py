"""The centre confirms 'CRF Received'."""
