"""What travels with a parcel is made, once the parcel is recorded."""
