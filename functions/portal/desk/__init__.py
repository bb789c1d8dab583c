"""The awarding organisation's desk: certificates to check, parcels to post, queries."""
