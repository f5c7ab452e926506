"""What Jupyter's Python programs have to know of llmlab's TypeScript kernel."""
