"""The web app over a library: ``fabula serve``; docs/serve.md says what it does and how it is kept safe."""
