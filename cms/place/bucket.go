package place

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Service says where an S3-compatible service is and who we are there.
type Service struct {
	Endpoint     string // its URL; empty: Amazon's
	Region       string // empty: it is asked for
	AccessKey    string
	SecretKey    string
	SessionToken string // empty: there is none
}

const amazon = "https://s3.amazonaws.com"

// Bucket is a Place: a prefix in a bucket of an S3-compatible service.
type Bucket struct {
	client         *minio.Client
	bucket, prefix string // the prefix is empty or ends in a slash
}

// bucketScheme begins the address of a Bucket.
const bucketScheme = "s3://"

// partSize is how many bytes are held of an upload whose size is not known.
const partSize = 16 << 20

// tidyTime is how long an upload that failed is cleared up, at most.
const tidyTime = 2 * time.Second

// NewBucket is the place that an address such as s3://bucket/prefix names. Nothing is asked of
// the service yet.
func NewBucket(address string, s Service) (*Bucket, error) {
	bucket, prefix, _ := strings.Cut(strings.TrimPrefix(address, bucketScheme), "/")
	if !strings.HasPrefix(address, bucketScheme) || bucket == "" {
		return nil, fmt.Errorf("%q: give a bucket as s3://BUCKET/PREFIX", address)
	}
	if s.AccessKey == "" || s.SecretKey == "" {
		return nil, fmt.Errorf("%s: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY have to be set", address)
	}
	if s.Endpoint == "" {
		s.Endpoint = amazon
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("the endpoint %q: give one such as https://s3.example.org", s.Endpoint)
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(s.AccessKey, s.SecretKey, s.SessionToken), Secure: u.Scheme == "https", Region: s.Region,
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", address, err)
	}
	if prefix = strings.Trim(prefix, "/"); prefix != "" {
		prefix += "/"
	}
	return &Bucket{client: client, bucket: bucket, prefix: prefix}, nil
}

// String is the address, without keys.
func (b *Bucket) String() string { return bucketScheme + path.Join(b.bucket, b.prefix) }

// Put uploads, in parts when it is large. The parts of one that failed are taken away as far
// as they can be; they are no object.
func (b *Bucket) Put(ctx context.Context, name string, r io.Reader, size int64) error {
	key, err := b.key(name)
	if err != nil {
		return err
	}
	o := minio.PutObjectOptions{ContentType: "application/octet-stream"}
	if size < 0 {
		o.PartSize = partSize
	}
	_, err = b.client.PutObject(ctx, b.bucket, key, r, size, o)
	if err == nil {
		return nil
	}
	bounded, cancel := context.WithTimeout(context.WithoutCancel(ctx), tidyTime)
	defer cancel()
	_ = b.client.RemoveIncompleteUpload(bounded, b.bucket, key) // the first error is the one that matters
	return err
}

// List lists the objects below the prefix, or a folder there.
func (b *Bucket) List(ctx context.Context, folder string) iter.Seq2[Object, error] {
	if folder != "" {
		folder += "/"
	}
	return func(yield func(Object, error) bool) {
		for o := range b.client.ListObjectsIter(ctx, b.bucket, minio.ListObjectsOptions{Prefix: b.prefix + folder, Recursive: true}) {
			if !yield(b.object(o), o.Err) || o.Err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Object{}, err)
		}
	}
}

func (b *Bucket) object(o minio.ObjectInfo) Object {
	return Object{strings.TrimPrefix(o.Key, b.prefix), o.Size, o.LastModified}
}

// Stat asks for an object.
func (b *Bucket) Stat(ctx context.Context, name string) (Object, error) {
	key, err := b.key(name)
	if err != nil {
		return Object{}, err
	}
	o, err := b.client.StatObject(ctx, b.bucket, key, minio.StatObjectOptions{})
	return b.object(o), notExist(err)
}

// Get opens an object, of which only what is read is fetched.
func (b *Bucket) Get(ctx context.Context, name string) (File, error) {
	key, err := b.key(name)
	if err != nil {
		return nil, err
	}
	o, err := b.client.GetObject(ctx, b.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		return nil, err
	}
	info, err := o.Stat() // it is asked for only now
	if err != nil {
		return nil, errors.Join(notExist(err), o.Close())
	}
	return object{o, info}, nil
}

// Delete removes an object.
func (b *Bucket) Delete(ctx context.Context, name string) error {
	key, err := b.key(name)
	if err != nil {
		return err
	}
	return b.client.RemoveObject(ctx, b.bucket, key, minio.RemoveObjectOptions{})
}

// Tidy removes the parts of uploads that never became objects.
func (b *Bucket) Tidy(ctx context.Context) error {
	err := ctx.Err()
	for u := range b.client.ListIncompleteUploads(ctx, b.bucket, b.prefix, true) {
		if err = errors.Join(err, u.Err); u.Err == nil {
			err = errors.Join(err, b.client.RemoveIncompleteUpload(ctx, b.bucket, u.Key))
		}
	}
	return err
}

// key is where a name lies: below the prefix, whatever the name.
func (b *Bucket) key(name string) (string, error) {
	if !fs.ValidPath(name) || name == "." || strings.Contains(name, "\x00") {
		return "", fmt.Errorf("%q: %w", name, fs.ErrInvalid)
	}
	return b.prefix + name, nil
}

// notExist has the errors of what is not there be fs.ErrNotExist.
func notExist(err error) error {
	if err != nil && minio.ToErrorResponse(err).StatusCode == 404 {
		return fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	return err
}

// object is an open object.
type object struct {
	*minio.Object
	info minio.ObjectInfo
}

func (o object) Stat() (fs.FileInfo, error) { return objectInfo{o.info}, nil }

// objectInfo is what is known of an object, as of a file.
type objectInfo struct{ of minio.ObjectInfo }

func (i objectInfo) Name() string       { return path.Base(i.of.Key) }
func (i objectInfo) Size() int64        { return i.of.Size }
func (i objectInfo) Mode() fs.FileMode  { return 0o600 }
func (i objectInfo) ModTime() time.Time { return i.of.LastModified }
func (i objectInfo) IsDir() bool        { return false }
func (i objectInfo) Sys() any           { return Tag(i.of.ETag) }

// Tag is what Sys of an object's FileInfo returns: it tells one writing from another, as the
// time does only to the second.
type Tag string
