export type Size = number; export type Unused = 1;
