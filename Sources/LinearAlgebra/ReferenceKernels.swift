/// The operations of this module, written plainly from their definitions.
///
/// Each kernel has the parameters, the meaning and the edge cases of the operation of the same
/// name, whose documentation holds for it too, and calls neither BLAS nor LAPACK. The kernels are
/// what the operations are tested against, and are much slower.
public enum ReferenceKernels {}
