// Moments, summaries and paired comparisons are part of a result's interface; they stand in a
// module of their own, which knows nothing of bandits.
@_exported public import SampleStatistics
