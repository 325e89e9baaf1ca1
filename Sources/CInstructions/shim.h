#ifndef CINSTRUCTIONS_SHIM_H
#define CINSTRUCTIONS_SHIM_H

#define CINSTRUCTION static inline __attribute__((always_inline))

typedef double cinstructions_double2 __attribute__((ext_vector_type(2)));
typedef double cinstructions_double4 __attribute__((ext_vector_type(4)));
typedef double cinstructions_double8 __attribute__((ext_vector_type(8)));
typedef int cinstructions_int32 __attribute__((ext_vector_type(32), aligned(4)));
typedef _Bool cinstructions_bool8 __attribute__((ext_vector_type(8)));
typedef _Bool cinstructions_bool32 __attribute__((ext_vector_type(32)));

// Asks for the line of memory at an address, which is wanted soon; any address will do.
CINSTRUCTION void prefetch_line(const void *address) { __builtin_prefetch(address); }

// The correctly rounded square root, NaN of negative numbers, by the processor's instruction alone:
// <math.h>'s reports an error besides, and so is a branch and a call for each number.
CINSTRUCTION double square_root(double x) { return __builtin_elementwise_sqrt(x); }
CINSTRUCTION cinstructions_double2 square_roots2(cinstructions_double2 x) {
  return __builtin_elementwise_sqrt(x);
}
CINSTRUCTION cinstructions_double8 square_roots8(cinstructions_double8 x) {
  return __builtin_elementwise_sqrt(x);
}

// The lesser or the greater of two numbers each, the second one where they have no order.
CINSTRUCTION cinstructions_double8 lesser8(cinstructions_double8 a, cinstructions_double8 b) {
  return a < b ? a : b;
}
CINSTRUCTION cinstructions_double8 greater8(cinstructions_double8 a, cinstructions_double8 b) {
  return a > b ? a : b;
}

// The lowest and the highest of eight numbers.
CINSTRUCTION double lowest8(cinstructions_double8 x) {
  cinstructions_double4 four = x.hi < x.lo ? x.hi : x.lo;
  cinstructions_double2 two = four.hi < four.lo ? four.hi : four.lo;
  return two.y < two.x ? two.y : two.x;
}
CINSTRUCTION double highest8(cinstructions_double8 x) {
  cinstructions_double4 four = x.hi > x.lo ? x.hi : x.lo;
  cinstructions_double2 two = four.hi > four.lo ? four.hi : four.lo;
  return two.y > two.x ? two.y : two.x;
}

// In which of eight places two numbers are equal, or the first one is below the second, as bits.
CINSTRUCTION long equal8(cinstructions_double8 a, cinstructions_double8 b) {
  return __builtin_bit_cast(unsigned char, __builtin_convertvector(a == b, cinstructions_bool8));
}
CINSTRUCTION long below8(cinstructions_double8 a, cinstructions_double8 b) {
  return __builtin_bit_cast(unsigned char, __builtin_convertvector(a < b, cinstructions_bool8));
}

// Which of 32 numbers in a row are equal to one, as bits.
CINSTRUCTION unsigned equal32(const int *numbers, int number) {
  return __builtin_bit_cast(
      unsigned, __builtin_convertvector(
                    *(const cinstructions_int32 *)numbers == number, cinstructions_bool32));
}

#endif
