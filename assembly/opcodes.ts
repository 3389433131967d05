// Numbers of the instructions and of the lane operations of a map. They are exported as globals, and the planner reads them
// from the module, so each number is said once.

/** Instructions: the first word of each. */
export const I_MAP: i32 = 0;
export const I_GEMM: i32 = 1;
export const I_SUM: i32 = 2;
export const I_MAX: i32 = 3;
export const I_SUM_INT: i32 = 4;
export const I_COPY: i32 = 5;
export const I_ZERO: i32 = 6;
export const I_TRANSPOSE: i32 = 7;
export const I_GATHER: i32 = 8;
export const I_GATHER_SUM: i32 = 9;
export const I_SOFTMAX: i32 = 10;
export const I_LOG_SOFTMAX: i32 = 11;
export const I_ARGMAX: i32 = 12;

/** Lane operations of two operands. Each stands for three: vector and vector, vector and number, number and vector. */
export const B_ADD: i32 = 0;
export const B_SUB: i32 = 3;
export const B_MUL: i32 = 6;
export const B_DIV: i32 = 9;
export const B_MAXIMUM: i32 = 12;
export const B_MINIMUM: i32 = 15;
export const B_EQUAL: i32 = 18;
export const B_GREATER: i32 = 21;
export const B_LESS: i32 = 24;
export const B_POW: i32 = 27;
export const B_INT_ADD: i32 = 30;
export const B_INT_SUB: i32 = 33;
export const B_INT_MUL: i32 = 36;
export const B_INT_DIV: i32 = 39;
export const B_INT_MAXIMUM: i32 = 42;
export const B_INT_MINIMUM: i32 = 45;
export const B_INT_EQUAL: i32 = 48;
export const B_INT_GREATER: i32 = 51;
export const B_INT_LESS: i32 = 54;

/** Lane operations of one operand. */
export const U_COPY: i32 = 64;
export const U_NEG: i32 = 65;
export const U_ABS: i32 = 66;
export const U_SIGN: i32 = 67;
export const U_POSITIVE: i32 = 68;
export const U_SQRT: i32 = 69;
export const U_SQUARE: i32 = 70;
export const U_RECIPROCAL: i32 = 71;
export const U_RELU: i32 = 72;
export const U_EXP: i32 = 73;
export const U_LOG: i32 = 74;
export const U_TANH: i32 = 75;
export const U_CBRT: i32 = 76;
export const U_EXP2: i32 = 77;
export const U_EXPM1: i32 = 78;
export const U_LOG1P: i32 = 79;
export const U_SIN: i32 = 80;
export const U_COS: i32 = 81;
export const U_TAN: i32 = 82;
export const U_ARCSIN: i32 = 83;
export const U_ARCCOS: i32 = 84;
export const U_ARCTAN: i32 = 85;
export const U_SINH: i32 = 86;
export const U_COSH: i32 = 87;
export const U_ARCSINH: i32 = 88;
export const U_ARCCOSH: i32 = 89;
export const U_ARCTANH: i32 = 90;
/** Bounds in the words of the second and third operand, as float bits. */
export const U_CLIP: i32 = 91;
export const U_INT_TO_FLOAT: i32 = 92;
export const U_FLOAT_TO_INT: i32 = 93;
export const U_FLOAT_TO_BOOL: i32 = 94;
export const U_INT_TO_BOOL: i32 = 95;
export const U_INT_TO_BYTE: i32 = 96;
/** Between bytes in memory and lanes of 32 bits. */
export const U_LOAD_BYTES: i32 = 97;
export const U_STORE_BYTES: i32 = 98;
/** Reads a strided view; the second operand is where its table lies, in bytes from the instruction. */
export const U_READ: i32 = 99;
export const U_READ_BYTES: i32 = 100;

/** Chooses between the second and the third operand by the first. */
export const T_WHERE: i32 = 112;
