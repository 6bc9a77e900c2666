// What practicecms delivers, as TypeScript types: made of the types and kinds of this site by
// "practicecms types --lang ts", and served at /api/v1/types.ts. Do not edit it; get it anew.
//
// "kind" tells one block from another and "type" one document, so a switch on them narrows.
// Whatever may be empty may be null. New members, kinds and types may come within version 1:
// pass over what you do not know.

/** Practice */
export interface PracticeDocument {
  id: string;
  type: "practice";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Legal name. Advised: up to 120 characters. */
  legalName: string | null;
  /** Phone. With country code, for example +15055550142. */
  phone: string | null;
  /** E-mail. Advised: up to 120 characters. */
  email: string | null;
  /** Public website. Where readers find the pages, for example https://example.org. */
  website: Link | null;
  /** Time zone. An IANA name, for example America/Denver. Advised: up to 60 characters. */
  timeZone: string | null;
  /**
   * Languages of the site. The first is the one that is shown when nothing else is asked for.
   * Advised: up to 8 items.
   */
  locales: string[];
  /** Crisis text. Shown wherever a page has a crisis notice. */
  crisis: SnippetRecord | null;
  /** Logo. */
  logo: Picture | null;
  /** Picture for sharing. */
  sharing: Picture | null;
}

/** An address. One that leads to a page of the site has its id, path and title. */
export interface Link {
  id?: string;
  path?: string;
  title?: string;
  url: string;
}

/** It stands inside a page. Links in it are references. */
export interface SnippetRecord {
  id: string;
  type: "snippet";
  title: string;
  /** Text. Advised: up to 2400 characters. */
  body: RichText | null;
  /** What it is for. */
  purpose: "other" | "crisis" | "fees" | "medicine" | "telehealth" | null;
}

/** A text in three forms. */
export interface RichText {
  /** Sanitised and balanced. Headings begin at h3. */
  html: string;
  /**
   * The source as it was written, or, where something had to be removed or a link leads to a
   * document, the same words written anew: it says nothing that html does not.
   */
  markdown: string;
  /** The words alone. */
  text: string;
}

/** A picture where it is shown. */
export interface Picture {
  /** Of the asset. Other pages may show it, too. */
  id: string;
  /** Media type of src. */
  type: string;
  /** What it shows, in words. Empty when it is decorative: give the empty alt then. */
  alt: string;
  /** The line below it. */
  caption: string | null;
  /** Its main colour, such as #3a2f28. */
  color: string | null;
  /** Who made it. */
  credit: string | null;
  /** It says nothing that the words do not. */
  decorative: boolean;
  /** Where what matters is, from the left and the top. Crops keep it in sight. */
  focalPoint: {
    x: number;
    y: number;
  };
  height: number;
  /** A tiny copy as a data URI, to show until the picture is there. */
  placeholder: string | null;
  /** Where it is, in its full size. What an address leads to never changes. */
  src: string;
  /** The same picture in each width and format there is, the smallest first. */
  srcset: {
    type: string;
    src: string;
    width: number;
  }[];
  /**
   * An address with {fit}, {width} and {format} to be filled in, each from the lists in the
   * documentation, for crops and for loaders.
   */
  template: string;
  /** Of src, in pixels. */
  width: number;
}

export interface Problem {
  type: string;
  status: number;
  title: string;
  detail: string;
  problems: {
    path: string;
    code: string;
    message: string;
    /**
     * What was most likely meant, when that can be said: the link https://example.org for
     * example.org.
     */
    suggestion?: string;
  }[];
}

export interface PageList {
  items: AnyPageItem[];
  next: string | null;
  total: number;
}

export type AnyPageItem = ServiceItem | PageItem;

/** Service */
export interface ServiceItem {
  id: string;
  type: "service";
  locale: string;
  path: string;
  title: string;
  /** In one sentence. Shown in lists and when the page is shared. Advised: up to 200 characters. */
  summary: string | null;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Clinical review. */
  review: {
    /** Read and approved by. */
    by: PractitionerRecord | null;
    /** On. Such as 2026-03-01. */
    on: string | null;
  } | null;
  alternates: {
    locale: string;
    path: string;
  }[];
  seo: {
    title: string;
    description: string | null;
    robots: "index,follow" | "noindex,follow";
  };
  /** Kind of service. */
  category: "individual" | "couples" | "family" | "group" | "trauma" | "emdr" | "ketamine" | "assessment" | "medication" | null;
  /**
   * Other names for it. So that a name in a pasted text can be matched to this page. Advised: up
   * to 12 items.
   */
  aliases: string[];
}

/** It stands inside a page. Links in it are references. */
export interface PractitionerRecord {
  id: string;
  type: "practitioner";
  title: string;
  /** New clients. */
  accepting: "yes" | "waitlist" | "no" | null;
  /** About them. Advised: up to 2400 characters. */
  bio: RichText | null;
  /** Languages. Advised: up to 12 items. */
  languages: string[];
  /** Licences. Advised: up to 12 items. */
  licences: {
    /** Licence. For example LPCC. Advised: up to 40 characters. */
    type: string | null;
    /** Number. Advised: up to 40 characters. */
    number: string | null;
    /** State. For example US-NM. Advised: up to 6 characters. */
    jurisdiction: string | null;
    /** Valid until. Such as 2026-03-01. */
    expires: string | null;
  }[];
  /** Photo. */
  photo: Picture | null;
  /** Pronouns. Only if they wish. Advised: up to 30 characters. */
  pronouns: string | null;
  /** Role. As a client would say it, for example Psychotherapist. Advised: up to 90 characters. */
  role: string | null;
  /**
   * Letters after the name. Degrees and licences, for example M.A., LPCC. Advised: up to 60
   * characters.
   */
  suffix: string | null;
}

/** Page */
export interface PageItem {
  id: string;
  type: "page";
  locale: string;
  path: string;
  title: string;
  /** In one sentence. Shown in lists and when the page is shared. Advised: up to 200 characters. */
  summary: string | null;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Clinical review. */
  review: {
    /** Read and approved by. */
    by: PractitionerRecord | null;
    /** On. Such as 2026-03-01. */
    on: string | null;
  } | null;
  alternates: {
    locale: string;
    path: string;
  }[];
  seo: {
    title: string;
    description: string | null;
    robots: "index,follow" | "noindex,follow";
  };
}

export type AnyPage = ServiceDocument | PageDocument;

/** Service */
export interface ServiceDocument {
  id: string;
  type: "service";
  locale: string;
  path: string;
  title: string;
  /** In one sentence. Shown in lists and when the page is shared. Advised: up to 200 characters. */
  summary: string | null;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Clinical review. */
  review: {
    /** Read and approved by. */
    by: PractitionerRecord | null;
    /** On. Such as 2026-03-01. */
    on: string | null;
  } | null;
  alternates: {
    locale: string;
    path: string;
  }[];
  seo: {
    title: string;
    description: string | null;
    robots: "index,follow" | "noindex,follow";
  };
  /**
   * What the page is in the words of schema.org, for a script element; null before the practice
   * says where its website is.
   */
  jsonLd: {
    "@context": string;
    "@graph": Record<string, unknown>[];
  } | null;
  /** Kind of service. */
  category: "individual" | "couples" | "family" | "group" | "trauma" | "emdr" | "ketamine" | "assessment" | "medication" | null;
  /**
   * Other names for it. So that a name in a pasted text can be matched to this page. Advised: up
   * to 12 items.
   */
  aliases: string[];
  blocks: Block[];
}

/** A part of a page. */
export type Block =
  | HeroBlock
  | SectionBlock
  | ChecklistBlock
  | CalloutBlock
  | StepsBlock
  | SuitabilityBlock
  | CtaBlock
  | FaqBlock
  | QuoteBlock
  | ImageBlock
  | DownloadBlock
  | NoticeBlock
  | ServiceLinksBlock
  | PractitionersBlock
  | DividerBlock;

/** Opening. The first thing a reader sees: a heading, a sentence, perhaps a button. */
export interface HeroBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "hero";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Opening sentence. Advised: up to 240 characters. */
  lede: string | null;
  /** Button. */
  primary: {
    /** Words on it. Two to five words. Advised: up to 40 characters. */
    label: string | null;
    /**
     * Where it leads. A web address that starts with https://, or a page of this site such as
     * /contact.
     */
    link: Link | null;
  } | null;
  /** Picture. */
  image: Picture | null;
}

/** Section. A heading and paragraphs. */
export interface SectionBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "section";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Text. Advised: up to 6000 characters. */
  body: RichText | null;
  /** Picture. */
  image: Picture | null;
}

/** Checklist. Short points, one below the other. */
export interface ChecklistBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "checklist";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Lead-in. The line above the points. Advised: up to 120 characters. */
  leadIn: RichText | null;
  /** Points. One thought each, all in the same form. Advised: 2 to 12 items. */
  items: RichText[];
  /** Look. */
  style: "bullets" | "ticks" | null;
}

/** Callout. One to three short lines that stand out. */
export interface CalloutBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "callout";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Lines. Advised: 1 to 3 items. */
  lines: RichText[];
  /** Tone. */
  tone: "calm" | "important" | null;
}

/** Steps. How something happens, one step after the other. */
export interface StepsBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "steps";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Introduction. Advised: up to 1200 characters. */
  intro: RichText | null;
  /** Steps. Advised: 2 to 8 items. */
  steps: {
    /** Name of the step. Advised: up to 90 characters. */
    title: string | null;
    /** What happens. Advised: up to 2400 characters. */
    body: RichText | null;
    /** Minutes. */
    minutes: number | null;
  }[];
}

/** Is it right for you? Who it may fit, who it may not, and how you find out together. */
export interface SuitabilityBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "suitability";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Text. Advised: up to 6000 characters. */
  body: RichText | null;
  /** It may fit. Advised: up to 12 items. */
  mayFit: RichText[];
  /** It may not fit. Advised: up to 12 items. */
  mayNotFit: RichText[];
  /** How you decide together. Advised: up to 600 characters. */
  assessment: RichText | null;
}

/** Invitation. A heading, a few words and a button that leads on. */
export interface CtaBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "cta";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Text. Advised: up to 6000 characters. */
  body: RichText | null;
  /** Button. */
  primary: {
    /** Words on it. Two to five words. Advised: up to 40 characters. */
    label: string | null;
    /**
     * Where it leads. A web address that starts with https://, or a page of this site such as
     * /contact.
     */
    link: Link | null;
  } | null;
  /** Second button. */
  secondary: {
    /** Words on it. Two to five words. Advised: up to 40 characters. */
    label: string | null;
    /**
     * Where it leads. A web address that starts with https://, or a page of this site such as
     * /contact.
     */
    link: Link | null;
  } | null;
  /**
   * Emergency line. For example: We can't answer emergencies here. Call or text 988. Advised: up
   * to 240 characters.
   */
  emergency: RichText | null;
}

/** Questions and answers. What people ask most. */
export interface FaqBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "faq";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Questions. Advised: 1 to 20 items. */
  items: {
    /** Question. Advised: up to 160 characters. */
    question: string | null;
    /** Answer. Advised: up to 1200 characters. */
    answer: RichText | null;
  }[];
}

/** Quotation. Words of an author. Not of a client. */
export interface QuoteBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "quote";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Words. Advised: up to 600 characters. */
  text: RichText | null;
  /** Who said it. Advised: up to 90 characters. */
  person: string | null;
  /** Where. A book or a talk. Advised: up to 120 characters. */
  work: string | null;
  /** Link to it. */
  source: Link | null;
}

/** Picture. One picture across the page, with a line below it. */
export interface ImageBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "image";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Picture. */
  image: Picture | null;
}

/** Document to open. A form or a leaflet that readers may open or keep. */
export interface DownloadBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "download";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Document. */
  file: FileLink | null;
  /** Words of the link. What readers get, for example Intake form. Advised: up to 90 characters. */
  label: string | null;
  /** A line about it. Advised: up to 200 characters. */
  about: string | null;
}

/** A file that readers may open. */
export interface FileLink {
  /** Of the asset. */
  id: string;
  /** Its media type, such as application/pdf. */
  type: string;
  title: string;
  /** What it is written in (BCP 47). */
  language: string | null;
  /** In bytes. */
  size: number;
  /** Where it is. What an address leads to never changes. */
  src: string;
}

/** Notice. A text that is kept in one place and shown on many pages. */
export interface NoticeBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "notice";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** About. */
  about: "crisis" | "estimate" | "closure" | "privacy" | "telehealth" | "language" | null;
  /** Shared text. */
  snippet: SnippetRecord | null;
}

/** Links to services. Up to six services, each with a reason to look. */
export interface ServiceLinksBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "service-links";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** Services. Advised: 1 to 6 items. */
  services: {
    /** Service. */
    service: PageReference | null;
    /** Why look there. Advised: up to 160 characters. */
    reason: string | null;
  }[];
}

export interface PageReference {
  id: string;
  type: "service" | "page";
  path: string;
  title: string;
}

/** Practitioners. People of the practice, with their licences. */
export interface PractitionersBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "practitioners";
  /** Of its own words: the same as long as they are. */
  hash: string;
  /** Heading. Advised: 3 to 90 characters. */
  heading: string | null;
  /** People. Advised: 1 to 24 items. */
  people: PractitionerRecord[];
}

/** Divider. A pause between two parts. */
export interface DividerBlock {
  /** The block's id: the same in every version. */
  id: string;
  kind: "divider";
  /** Of its own words: the same as long as they are. */
  hash: string;
}

/** Page */
export interface PageDocument {
  id: string;
  type: "page";
  locale: string;
  path: string;
  title: string;
  /** In one sentence. Shown in lists and when the page is shared. Advised: up to 200 characters. */
  summary: string | null;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Clinical review. */
  review: {
    /** Read and approved by. */
    by: PractitionerRecord | null;
    /** On. Such as 2026-03-01. */
    on: string | null;
  } | null;
  alternates: {
    locale: string;
    path: string;
  }[];
  seo: {
    title: string;
    description: string | null;
    robots: "index,follow" | "noindex,follow";
  };
  /**
   * What the page is in the words of schema.org, for a script element; null before the practice
   * says where its website is.
   */
  jsonLd: {
    "@context": string;
    "@graph": Record<string, unknown>[];
  } | null;
  blocks: Block[];
}

export interface DocumentList {
  items: AnyItem[];
  next: string | null;
  total: number;
}

/** What is live, without its blocks. */
export type AnyItem = ServiceItem | PageItem | PractitionerItem | SnippetItem | PracticeItem;

/** Practitioner */
export interface PractitionerItem {
  id: string;
  type: "practitioner";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Role. As a client would say it, for example Psychotherapist. Advised: up to 90 characters. */
  role: string | null;
  /**
   * Letters after the name. Degrees and licences, for example M.A., LPCC. Advised: up to 60
   * characters.
   */
  suffix: string | null;
  /** Pronouns. Only if they wish. Advised: up to 30 characters. */
  pronouns: string | null;
  /** New clients. */
  accepting: "yes" | "waitlist" | "no" | null;
  /** Languages. Advised: up to 12 items. */
  languages: string[];
  /** Licences. Advised: up to 12 items. */
  licences: {
    /** Licence. For example LPCC. Advised: up to 40 characters. */
    type: string | null;
    /** Number. Advised: up to 40 characters. */
    number: string | null;
    /** State. For example US-NM. Advised: up to 6 characters. */
    jurisdiction: string | null;
    /** Valid until. Such as 2026-03-01. */
    expires: string | null;
  }[];
  /** About them. Advised: up to 2400 characters. */
  bio: RichText | null;
  /** Photo. */
  photo: Picture | null;
}

/** Shared text */
export interface SnippetItem {
  id: string;
  type: "snippet";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** What it is for. */
  purpose: "other" | "crisis" | "fees" | "medicine" | "telehealth" | null;
  /** Text. Advised: up to 2400 characters. */
  body: RichText | null;
}

/** Practice */
export interface PracticeItem {
  id: string;
  type: "practice";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Legal name. Advised: up to 120 characters. */
  legalName: string | null;
  /** Phone. With country code, for example +15055550142. */
  phone: string | null;
  /** E-mail. Advised: up to 120 characters. */
  email: string | null;
  /** Public website. Where readers find the pages, for example https://example.org. */
  website: Link | null;
  /** Time zone. An IANA name, for example America/Denver. Advised: up to 60 characters. */
  timeZone: string | null;
  /**
   * Languages of the site. The first is the one that is shown when nothing else is asked for.
   * Advised: up to 8 items.
   */
  locales: string[];
  /** Crisis text. Shown wherever a page has a crisis notice. */
  crisis: SnippetRecord | null;
  /** Logo. */
  logo: Picture | null;
  /** Picture for sharing. */
  sharing: Picture | null;
}

/** What is live, whole: a page or a record. */
export type AnyDocument =
  | ServiceDocument
  | PageDocument
  | PractitionerDocument
  | SnippetDocument
  | PracticeDocument;

/** Practitioner */
export interface PractitionerDocument {
  id: string;
  type: "practitioner";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** Role. As a client would say it, for example Psychotherapist. Advised: up to 90 characters. */
  role: string | null;
  /**
   * Letters after the name. Degrees and licences, for example M.A., LPCC. Advised: up to 60
   * characters.
   */
  suffix: string | null;
  /** Pronouns. Only if they wish. Advised: up to 30 characters. */
  pronouns: string | null;
  /** New clients. */
  accepting: "yes" | "waitlist" | "no" | null;
  /** Languages. Advised: up to 12 items. */
  languages: string[];
  /** Licences. Advised: up to 12 items. */
  licences: {
    /** Licence. For example LPCC. Advised: up to 40 characters. */
    type: string | null;
    /** Number. Advised: up to 40 characters. */
    number: string | null;
    /** State. For example US-NM. Advised: up to 6 characters. */
    jurisdiction: string | null;
    /** Valid until. Such as 2026-03-01. */
    expires: string | null;
  }[];
  /** About them. Advised: up to 2400 characters. */
  bio: RichText | null;
  /** Photo. */
  photo: Picture | null;
}

/** Shared text */
export interface SnippetDocument {
  id: string;
  type: "snippet";
  locale: string;
  title: string;
  version: number;
  hash: string;
  /** RFC 3339, in UTC. */
  publishedAt: string;
  /** RFC 3339, in UTC. */
  firstPublishedAt: string;
  /** What it is for. */
  purpose: "other" | "crisis" | "fees" | "medicine" | "telehealth" | null;
  /** Text. Advised: up to 2400 characters. */
  body: RichText | null;
}

export type Resolution = {
  id: string;
  type: "document";
  path: string;
  title: string;
  documentType: string;
} | {
  type: "redirect";
  status: 301;
  from: string;
  to: string;
};

export interface RedirectList {
  items: Redirect[];
  next: string | null;
  total: number;
}

export interface Redirect {
  status: 301;
  from: string;
  to: string;
}

export interface FoundList {
  items: Found[];
  next: string | null;
  total: number;
}

/** A document that a search found. */
export interface Found {
  id: string;
  type: "service" | "page" | "practitioner" | "snippet";
  locale: string;
  /** Absent for records. */
  path?: string;
  title: string;
  highlights: {
    /**
     * The title as HTML: escaped, with mark elements around the words that were looked for, and no
     * others.
     */
    title: string;
    /** Where the text says the words, as such HTML; empty when only the title does. */
    text: string[];
  };
}

export interface ChangeFeed {
  items: Change[];
  /** There is more right now. */
  more: boolean;
  /** Where to go on: the next since. */
  next: string;
}

/** One move of what readers see. */
export interface Change {
  id: string;
  type: "service" | "page" | "practitioner" | "snippet" | "practice" | "picture" | "file";
  locale: string;
  /** Where the page is now; null for records and once nothing is live. */
  path: string | null;
  /** RFC 3339, in UTC. */
  at: string;
  /** Ids of blocks, in page order. */
  blocks: {
    added: string[];
    changed: string[];
    removed: string[];
  };
  cursor: string;
  /** Surrogate keys whose answers are out of date. */
  keys: string[];
  /** There are more such pages than are listed. */
  morePages: boolean;
  /**
   * Where it was until now, when that is another place. It leads to path now; with nothing live
   * any more it may lead again to a page that was there before, as /redirects says.
   */
  oldPath: string | null;
  /** unpublish: it is gone from the site. */
  op: "publish" | "unpublish";
  /** Pages that show or link to the document: what they say changed too. */
  pages: {
    id: string;
    path: string;
  }[];
  version: number | null;
}

export type Event = {
  type: "document.published" | "document.unpublished";
  data: Change;
  /** RFC 3339, in UTC. */
  timestamp: string;
} | {
  type: "backup.failed";
  data: {
    full: boolean;
    lastProven: string | null;
    step: "copy" | "prove" | "store" | "check" | "list";
  };
  /** RFC 3339, in UTC. */
  timestamp: string;
} | {
  type: "webhook.test";
  data: Record<string, unknown>;
  /** RFC 3339, in UTC. */
  timestamp: string;
};
