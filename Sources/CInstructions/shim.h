#ifndef CINSTRUCTIONS_SHIM_H
#define CINSTRUCTIONS_SHIM_H

#define CINSTRUCTION static inline __attribute__((always_inline))

typedef double cinstructions_double_x2 __attribute__((ext_vector_type(2)));
typedef double cinstructions_double_x4 __attribute__((ext_vector_type(4)));
typedef double cinstructions_double_x8 __attribute__((ext_vector_type(8)));
// Any element of an array may be the first of them.
typedef int cinstructions_int_x32 __attribute__((ext_vector_type(32), aligned(4)));
typedef _Bool cinstructions_bool_x8 __attribute__((ext_vector_type(8)));
typedef _Bool cinstructions_bool_x32 __attribute__((ext_vector_type(32)));

// Asks for the line of memory at an address, which is wanted soon; any address will do.
CINSTRUCTION void cinstructions_prefetch(const void *address) { __builtin_prefetch(address); }

// The correctly rounded square root, NaN of negative numbers, by the processor's instruction alone:
// <math.h>'s reports an error besides, and so is a branch and a call for each number.
CINSTRUCTION double cinstructions_root(double x) { return __builtin_elementwise_sqrt(x); }
CINSTRUCTION cinstructions_double_x2 cinstructions_root_x2(cinstructions_double_x2 x) {
  return __builtin_elementwise_sqrt(x);
}
CINSTRUCTION cinstructions_double_x8 cinstructions_root_x8(cinstructions_double_x8 x) {
  return __builtin_elementwise_sqrt(x);
}

// The lesser or the greater of two numbers each, the second one where they have no order.
CINSTRUCTION cinstructions_double_x8 cinstructions_lesser_x8(
    cinstructions_double_x8 a, cinstructions_double_x8 b) {
  return a < b ? a : b;
}
CINSTRUCTION cinstructions_double_x8 cinstructions_greater_x8(
    cinstructions_double_x8 a, cinstructions_double_x8 b) {
  return a > b ? a : b;
}

// The lowest and the highest of eight numbers.
CINSTRUCTION double cinstructions_lowest_x8(cinstructions_double_x8 x) {
  cinstructions_double_x4 four = x.hi < x.lo ? x.hi : x.lo;
  cinstructions_double_x2 two = four.hi < four.lo ? four.hi : four.lo;
  return two.y < two.x ? two.y : two.x;
}
CINSTRUCTION double cinstructions_highest_x8(cinstructions_double_x8 x) {
  cinstructions_double_x4 four = x.hi > x.lo ? x.hi : x.lo;
  cinstructions_double_x2 two = four.hi > four.lo ? four.hi : four.lo;
  return two.y > two.x ? two.y : two.x;
}

// In which of eight places two numbers are equal, or the first one is below the second, as bits.
CINSTRUCTION unsigned char cinstructions_equal_x8(
    cinstructions_double_x8 a, cinstructions_double_x8 b) {
  return __builtin_bit_cast(unsigned char, __builtin_convertvector(a == b, cinstructions_bool_x8));
}
CINSTRUCTION unsigned char cinstructions_below_x8(
    cinstructions_double_x8 a, cinstructions_double_x8 b) {
  return __builtin_bit_cast(unsigned char, __builtin_convertvector(a < b, cinstructions_bool_x8));
}

// Which of 32 numbers in a row are equal to one, as bits.
CINSTRUCTION unsigned cinstructions_equal_x32(const int *numbers, int number) {
  return __builtin_bit_cast(
      unsigned, __builtin_convertvector(
                    *(const cinstructions_int_x32 *)numbers == number, cinstructions_bool_x32));
}

#endif
