/// Bad files: batches.
extension BadExperimentTests {
  static let batches = """
    == 6
    batch: 0
    --
    6:8: '0' is out of range at 'batch'; write a whole number from 1 to 2,147,483,647
    == 6
    batch: many
    --
    6:8: 'many' is not a whole number at 'batch'; write a whole number from 1 to 2,147,483,647
    == 6
    batch: 101
    --
    6:8: a batch of 101 pulls is larger than the horizon of 100 rounds at 'batch'; write at most \
    batch: 100, where every pull is chosen before the first reward
    == 6
    batch: 100
    --
    valid
    == 6
    sweep: [{path: batch, values: [1, 1000]}]
    --
    6:35: a batch of 1,000 pulls is larger than the horizon of 100 rounds at 'batch'; write at most \
    batch: 100, where every pull is chosen before the first reward
    """
}
