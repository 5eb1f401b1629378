/** Whose account it is. */
export const organizationId = 'org-watertight'
