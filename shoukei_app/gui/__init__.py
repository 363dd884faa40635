"""What is seen: the window, its pages and the kit they are built from. The only layer that knows Qt."""
