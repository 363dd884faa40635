"""ホーム: where the campaign stands, what waits, and what to do next."""
