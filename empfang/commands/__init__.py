"""What people do: facts with one `apply` for desk and service, requests that the service decides."""
