"""What every room stands on: files that are never seen half, a cache that heals itself, threads. It knows no room."""
