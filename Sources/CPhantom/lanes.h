// Sixteen floats at a time.

typedef float f16 __attribute__((ext_vector_type(16)));
typedef int32_t i16 __attribute__((ext_vector_type(16)));
typedef uint32_t u16 __attribute__((ext_vector_type(16)));
typedef float f8 __attribute__((ext_vector_type(8)));
typedef int32_t i8 __attribute__((ext_vector_type(8)));
typedef uint32_t u8 __attribute__((ext_vector_type(8)));
typedef float f4 __attribute__((ext_vector_type(4)));
typedef uint8_t bytes8 __attribute__((ext_vector_type(8)));
typedef int16_t words8 __attribute__((ext_vector_type(8)));

#define INLINE static inline __attribute__((always_inline))

// Adding this to a small float leaves its nearest integer in the low bits.
#define rounding_shift 12582912.0f

// Helpers carry the instruction set in their names: each is compiled for each.
#define load16 NAME(load16)
#define store16 NAME(store16)
#define store_whole16 NAME(store_whole16)
#define clamp16 NAME(clamp16)
#define floor16 NAME(floor16)
#define exp2_16 NAME(exp2_16)
#define log2_16 NAME(log2_16)
#define padded NAME(padded)
