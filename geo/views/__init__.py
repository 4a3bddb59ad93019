"""The app's pages, one a file: each chooses, asks the service and shows."""
