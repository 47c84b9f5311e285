export const value = 'deep', me = import.meta.url;
