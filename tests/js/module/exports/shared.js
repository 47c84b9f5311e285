export const shared = 'one and the same';
