"""What is printed: values in, the bytes of a PDF out. Nothing is read or written here."""
