import type { TarantoolSource } from './tarantool-source.ts';

/** Where the SDK is in the image that builds, as with cartridge-cli. */
const sdkFolder = '/usr/share/tarantool/sdk';

/** What a build of rocks needs, by the names of rpm packages. */
const buildPackages = 'git-core gcc gcc-c++ make cmake unzip';

export interface TarantoolInImage {
  source: TarantoolSource;
  /** image with the SDK in its root, if that is the source */
  sdkImage: string | undefined;
}

/** Lines of a Dockerfile that bring Tarantool into the image in which the rocks are built. */
export function installForBuild({ source, sdkImage }: TarantoolInImage): string[] {
  if (source.kind === 'install')
    return [`RUN yum install -y ${buildPackages}`, installByVendor(source.version)];
  return sdkImage === undefined
    ? []
    : [`COPY --from=${sdkImage} / ${sdkFolder}`, `ENV PATH="${sdkFolder}:$PATH"`];
}

/** Lines of a Dockerfile that bring Tarantool into the application's image; an SDK comes with the application. */
export function installForRuntime({ source }: TarantoolInImage): string[] {
  return source.kind === 'install' ? [installByVendor(source.version)] : [];
}

/** The vendor's repositories are found by the number of the series: 2.8 and older have two parts, newer ones one. */
function installByVendor(version: string): string {
  const [number = '', preRelease] = version.split('-');
  const [major = '', minor] = number.split('.');
  const hasOldSeries = minor !== undefined && (Number(major) < 2 || (major === '2' && Number(minor) <= 8));
  const series = hasOldSeries ? `${major}.${minor}` : major;
  const type = preRelease === undefined ? 'release' : 'pre-release';
  const pattern = preRelease === undefined ? `${number}*` : `${number}~${preRelease}`;
  return [
    `RUN curl -fL https://tarantool.io/installer.sh | VER=${series} bash -s -- --type ${type}`,
    `yum -y install 'tarantool-devel-${pattern}'`,
  ].join(' && ');
}
