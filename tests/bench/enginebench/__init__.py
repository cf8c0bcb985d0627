"""The parts of tests/bench/engine: material that is built, builders that build it, workloads, what the machine allows."""
