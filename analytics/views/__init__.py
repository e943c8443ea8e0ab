"""Pages of analytics: homes, KPIs and the rows behind them, quotas and targets, fills."""
