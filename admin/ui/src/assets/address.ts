// Where the bytes of an uploaded file are shown to staff.

/** The hash that content holds, sha256- and base64, as addresses have it. */
export function hexOf(file: string): string {
  const bytes = atob(file.replace(/^sha256-/, ""));
  return Array.from(bytes, (c) => c.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** A picture of at most that width in pixels, whole, as the server makes it. */
export const pictureAt = (file: string, width: number): string => `/admin/files/${hexOf(file)}/${width}`;
