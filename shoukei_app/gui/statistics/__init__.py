"""集計・報告: the funnel and its rates, told apart by groups, and every question counted."""
