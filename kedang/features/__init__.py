"""What people see and use. Features are peers: none imports another."""
