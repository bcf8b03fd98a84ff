"""What is looked at instead of read, computed from open records (docs/views.md); records and a day in, data out."""
