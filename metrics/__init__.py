"""What we measure: metrics, their scores, intervals and signatures."""
