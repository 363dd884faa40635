"""The page 機関・担当者."""
