"""What travels with a parcel: documents printed as PDF, their copies as CSV and JSON, and where they are kept."""
