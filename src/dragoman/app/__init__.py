"""What a user can ask for: read reports, relate two actors, see a demonstration. Each use brings sources, reader and exports together."""
