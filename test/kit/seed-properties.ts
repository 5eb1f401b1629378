import fc from 'fast-check'

// The suite tries the same values on every run. New ones are the business of `FUZZ_SECONDS`, which brings seeds of its own.
fc.configureGlobal({ seed: 20_419 })
