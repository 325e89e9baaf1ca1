/// The folder experiments, copied beside the program so that it finds them wherever it is started.
///
/// The target holds files and no code.
enum ShippedExperiments {}
