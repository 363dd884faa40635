"""フォロー会議: meetings, their projector, and the cases they decide."""
