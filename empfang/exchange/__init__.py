"""What other systems give and get: lists of appointments and of people waiting."""
