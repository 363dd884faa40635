"""The parts every page is built from; each module holds one and can be read alone."""
