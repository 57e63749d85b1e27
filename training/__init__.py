"""How the estimator is made: data, made errors, model, training."""
