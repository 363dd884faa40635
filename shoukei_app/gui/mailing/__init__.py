"""The page 発送: mailing runs, their papers, what came back, the sender."""
