/** A file has nothing that is drawn: what is laid out by hashes is so by this seed, the same for every file. */
export const FILE_SEED = 1;
