"""The rules of the stretch from results to certificates: no AWS, no clock, no environment."""
